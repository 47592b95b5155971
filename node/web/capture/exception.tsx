// What was asked for cannot be had: a reason, and a photograph in its place.
import {say} from "kit/language";
import {Ask} from "kit/parts/ask";
import type {Family} from "./words";

interface Props {
  family: Family;
  label: string;
  run: (reason: string) => Promise<unknown>;
  close: () => void;
}

const presets = {
  fingerprint: ["worn", "hurt", "device"],
  card_reader: ["card_damaged", "device"],
  scanner: ["no_paper", "device"],
  camera: ["device"],
} as const;

export const ExceptionDialog = ({family, label, run, close}: Props) => (
  <Ask
    title={say("capture.exception_title", {what: label})}
    consequence={say("capture.exception_how")}
    yes={say("capture.exception_go")}
    reason
    presets={presets[family].map(p => say(`reason.${p}`))}
    run={run}
    close={close}
  />
);
