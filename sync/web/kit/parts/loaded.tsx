// Shows what a Live holds: its content, or a sentence while it comes, or what is wrong.
import type {ComponentChildren} from "preact";
import {useEffect, useMemo} from "preact/hooks";
import {Unreached} from "kit/client";
import {say} from "kit/language";
import {type Live, live} from "kit/live";
import {Fault, Waiting} from "kit/parts/notice";

// A Live that is watched as long as the component stands; `key` tells when it is another one.
export function useLive<T>(topic: string, key: string, fetch_it: () => Promise<T>): Live<T> {
  const held = useMemo(() => live(topic, fetch_it), [topic, key]);
  useEffect(() => held.watch(), [held]);
  return held;
}

export function Loaded<T>({from, children}: {from: Live<T>; children: (data: T) => ComponentChildren}) {
  const data = from.data.value;
  const fault = from.fault.value;
  // That the program does not answer is said once, above the room.
  const silent = fault instanceof Unreached;
  if (data === null) return fault && !silent ? <Fault error={fault} /> : <Waiting words={say("page.loading")} />;
  return (
    <>
      <Fault error={silent ? null : fault} />
      {children(data)}
    </>
  );
}
