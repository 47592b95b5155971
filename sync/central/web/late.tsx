// Stages past their target in working hours, parted by who is to reach them; what is escalated first, then the longest
// overdue.
import {say} from "kit/language";
import {Loaded, useLive} from "kit/parts/loaded";
import {Notice} from "kit/parts/notice";
import {List} from "./list";
import {api, type ApplicationLine} from "./state";

const whose = ["desk", "supervisor", "centre", "institution"] as const;

export function Late() {
  const found = useLive("applications", "late", () => api.fetch("/applications", "/applications?late=true"));
  return (
    <>
      <h1>{say("rooms.late")}</h1>
      <p class="quiet">{say("centre.late_how")}</p>
      <Loaded from={found}>
        {lines =>
          lines.length === 0 ? (
            <Notice kind="good" calm title={say("centre.none_late")} />
          ) : (
            <>
              {whose.map(by => (
                <Group key={by} by={by} lines={of(lines, by)} />
              ))}
            </>
          )
        }
      </Loaded>
    </>
  );
}

const of = (lines: ApplicationLine[], by: string): ApplicationLine[] =>
  lines
    .filter(a => (a.awaits?.by_whom || "desk") === by)
    .sort((a, b) => Number(b.escalated) - Number(a.escalated) || (a.awaits?.due_at ?? 0) - (b.awaits?.due_at ?? 0));

function Group({by, lines}: {by: (typeof whose)[number]; lines: ApplicationLine[]}) {
  if (lines.length === 0) return null;
  return (
    <section class="stack">
      <h2>{say(`stages.by.${by}`)}</h2>
      <List lines={lines} />
    </section>
  );
}
