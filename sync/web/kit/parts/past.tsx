// What has happened to an application: settled conflicts, returns, and every act.
import type {ComponentChildren} from "preact";
import {say} from "kit/language";
import {Resolutions, Returns, type ReturnLine, type SettledField} from "kit/parts/history";
import {type ActLine, Acts} from "kit/parts/record";

interface Props<A extends ActLine> {
  of: {resolutions: SettledField[]; returns: ReturnLine[]; acts: A[]};
  mark: (act: A) => ComponentChildren;
}

export const Past = <A extends ActLine>({of: {resolutions, returns, acts}, mark}: Props<A>) => (
  <>
    {resolutions.length > 0 && (
      <section class="card stack">
        <h2>{say("application.resolutions")}</h2>
        <Resolutions resolutions={resolutions} />
      </section>
    )}
    {returns.length > 0 && (
      <section class="card stack">
        <h2>{say("application.returns")}</h2>
        <Returns returns={returns} />
      </section>
    )}
    <section class="card stack">
      <h2>{say("application.acts")}</h2>
      <Acts acts={acts} mark={mark} />
    </section>
  </>
);
