// Sends what a person showed, of a draft or of an application.
import {api, type PartyState, type What} from "../api";
import type {Desk} from "./desk";

type How = "card" | "document" | "witness" | "none" | "signature" | "thumb";
interface Showing {
  how?: string;
  name?: string;
  of: string;
  reason?: string;
}

export async function record(desk: Desk, party: PartyState, what: What, s: Showing): Promise<void> {
  const {role, number} = party;
  const {how, name = party.name, of, reason} = s;
  await api.send("show_party", {
    ...desk.target,
    role,
    number,
    what,
    name,
    of,
    ...(how && {how: how as How}),
    ...(reason && {reason}),
  });
  await desk.changed();
}
