// What is told on every page while something is wrong with this box as a whole.
import {SalvageNotices} from "./salvage";
import {DamageNotice, RoomNotice, StoppedNotice} from "./stopped";

export const Troubles = () => (
  <>
    <StoppedNotice />
    <RoomNotice />
    <SalvageNotices />
    <DamageNotice />
  </>
);
