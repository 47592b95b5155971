// What every control of a question is given.
import type {Question, QuestionState} from "../api";
import type {Filling} from "./filling";

export interface ControlProps {
  question: Question;
  state: QuestionState;
  filling: Filling;
  described: string | undefined;
  invalid: boolean;
}
