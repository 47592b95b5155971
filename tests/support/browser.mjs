export { carryCookie, openBrowser, openProfile } from '../../deploy/demo/browser.mjs';
