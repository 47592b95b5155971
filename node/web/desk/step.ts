// What each step after filing is given.
import type {Application} from "../api";

export interface StepProps {
  application: Application;
  changed: () => Promise<unknown>;
  main: boolean; // what Ctrl+Enter does on this screen
}
