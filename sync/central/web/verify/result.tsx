// What a code says, and whether to believe it.
import {useEffect, useRef} from "preact/hooks";
import {clock, day, value_text} from "kit/format";
import {say, say_if_known} from "kit/language";
import {Notice} from "kit/parts/notice";
import type {Credential, Verdict} from "./credential";
import {type Standing, standing} from "./state";

export function Result({verdict}: {verdict: Verdict}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [verdict]);
  return (
    <section class="card stack">
      <h2 ref={heading} tabIndex={-1}>
        {say("verify.result")}
      </h2>
      <Word verdict={verdict} />
      {"credential" in verdict && <Facts credential={verdict.credential} />}
      {"credential" in verdict && <Standing />}
    </section>
  );
}

function Word({verdict}: {verdict: Verdict}) {
  switch (verdict.state) {
    case "good":
      return verdict.credential.provisional ? (
        <Notice kind="care" title={say("verify.provisional")} />
      ) : (
        <Notice kind="good" title={say("verify.good")} />
      );
    case "revoked":
      return <Notice kind="bad" title={say("verify.revoked", {node: verdict.credential.issuer})} />;
    case "changed":
      return <Notice kind="bad" title={say("verify.changed", {node: verdict.kid})} />;
    case "unknown_key":
      return <Notice kind="bad" title={say("verify.unknown_key", {node: verdict.kid})} />;
    default:
      return <Notice kind="bad" title={say("verify.not_ours")} />;
  }
}

function Facts({credential}: {credential: Credential}) {
  const issued_ms = credential.issued_s * 1000;
  const rows: [string, string][] = [
    [say("verify.document"), credential.service],
    ...credential.claims.map(([name, value]): [string, string] => [claim_words(name), value_text(value)]),
    [say("verify.number"), String(credential.number)],
    [say("verify.tracking"), credential.tracking],
    [say("verify.issued"), `${day(issued_ms)}, ${clock(issued_ms)}`],
    [say("verify.node"), credential.issuer],
  ];
  return (
    <dl class="facts">
      {rows.map(([label, value]) => [
        <dt key={`${label} label`}>{label}</dt>,
        <dd key={label}>
          <bdi>{value}</bdi>
        </dd>,
      ])}
    </dl>
  );
}

const claim_words = (name: string) => say_if_known(`verify.claim.${name}`) ?? name.replaceAll("_", " ");

const kinds: Record<Standing["state"], "good" | "care" | "bad" | "info"> = {
  issued: "good",
  under_review: "care",
  void: "bad",
  unknown: "info",
};

function Standing() {
  const now = standing.value;
  if (now === null) return null;
  if (now === "unreached") return <p class="quiet">{say("verify.unreached")}</p>;
  if (now.outcome === "refused") return <Notice kind="bad" title={say("verify.standing.refused")} />;
  return <Notice kind={kinds[now.state]} title={say(`verify.standing.${now.state}`)} />;
}
