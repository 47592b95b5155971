// A day sheet as it was signed: the same bytes as the centre computes. It can be printed from here too.
import {get_text} from "kit/client";
import {segment} from "kit/contract";
import {value_text} from "kit/format";
import {say} from "kit/language";
import {Icon} from "kit/parts/icon";
import {Loaded, useLive} from "kit/parts/loaded";
import {href} from "kit/router";

export function Sheet({date}: {date: string}) {
  const sheet = useLive("status", `sheet/${date}`, () => get_text(`day_sheets/${segment(date)}`));
  return (
    <>
      <a class="back" href={href("cash", "stop")}>
        <Icon name="back" />
        {say("stop.title")}
      </a>
      <section class="card stack sheet">
        <div class="room-head">
          <h2>{say("stop.sheet_of", {date: value_text(date)})}</h2>
          <button type="button" class="button" onClick={() => print()}>
            <Icon name="paper" />
            {say("stop.print")}
          </button>
        </div>
        <p class="quiet">{say("stop.sheet_how")}</p>
        <Loaded from={sheet}>
          {text => (
            <pre class="verbatim" dir="ltr" lang="en" tabIndex={0}>
              {text}
            </pre>
          )}
        </Loaded>
      </section>
    </>
  );
}
