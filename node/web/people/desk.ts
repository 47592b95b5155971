// What the cards of people are given by the screen that they stand on.
import type {Language} from "kit/language";
import type {Attachment, Consent, PartyState} from "../api";

// Of whom something is shown, and where that goes.
export interface Desk {
  target: {draft: string} | {application: string};
  consent: Consent;
  summary: string; // number of the printed summary; empty: none stands
  citizen: Language;
  attachments: Attachment[]; // readings of persons
  label: (question: string) => string;
  changed: () => Promise<unknown>;
}

// One thing that one person shows.
export interface ShowProps {
  party: PartyState;
  title: string;
  desk: Desk;
  close: () => void;
}
