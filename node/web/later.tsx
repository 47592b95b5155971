// A room whose script comes when it is first entered; it is asked for again until it is there.
import {useSignal} from "@preact/signals";
import type {ComponentType} from "preact";
import {useEffect} from "preact/hooks";
import {say} from "kit/language";
import {Waiting} from "kit/parts/notice";

const again_ms = 2000;

interface Props<P> {
  load: () => Promise<ComponentType<P>>;
  given: P;
}

export function Later<P extends object>({load, given}: Props<P>) {
  const part = useSignal<{Part: ComponentType<P>} | null>(null);
  useEffect(() => {
    let here = true;
    const attempt = (): Promise<unknown> =>
      load().then(
        Part => here && (part.value = {Part}),
        () => here && setTimeout(attempt, again_ms),
      );
    void attempt();
    return () => {
      here = false;
    };
  }, []);
  if (!part.value) return <Waiting words={say("page.loading")} />;
  const {Part} = part.value;
  return <Part {...given} />;
}
