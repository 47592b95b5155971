export { carryCookie, openBrowser } from '../../deploy/demo/browser.mjs';
