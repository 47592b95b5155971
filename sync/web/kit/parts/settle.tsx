// What a person says of something that a fact left open: how it is to go on, and why. The first word stands.
import {useSignal} from "@preact/signals";
import {say, say_if_known} from "kit/language";
import {Ask} from "kit/parts/ask";
import {Radios} from "kit/parts/pick";

interface Props {
  outcomes: readonly string[];
  words: string; // what it is about
  run: (outcome: string, reason: string) => Promise<unknown>;
}

const outcome_words = (outcome: string): string => say_if_known(`settle.outcome.${outcome}`) ?? outcome;

export function Settle({outcomes, words, run}: Props) {
  const asking = useSignal(false);
  const chosen = useSignal("");
  if (outcomes.length === 0) return null;
  const outcome = outcomes.length === 1 ? (outcomes[0] ?? "") : chosen.value;
  return (
    <>
      <button type="button" class="button" onClick={() => (asking.value = true)}>
        {say("settle.go")}
      </button>
      {asking.value && (
        <Ask
          title={say("settle.title")}
          consequence={words}
          yes={say("settle.yes")}
          reason
          presets={[say("settle.by_papers"), say("settle.by_person")]}
          run={reason => run(outcome, reason)}
          close={() => (asking.value = false)}
        >
          {outcomes.length === 1 ? (
            <p class="datum">{outcome_words(outcome)}</p>
          ) : (
            <Radios
              label={say("settle.how")}
              name="outcome"
              value={chosen}
              from={outcomes.map(o => [o, outcome_words(o)] as const)}
            />
          )}
          <p class="quiet">{say("settle.kept")}</p>
        </Ask>
      )}
    </>
  );
}
