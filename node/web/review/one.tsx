// One field that two people wrote differently: both sides, settled with a reason; afterwards the outcome.
import {say} from "kit/language";
import {Loaded} from "kit/parts/loaded";
import {Head, useApplication} from "../application/head";
import {BackToReviews} from "./room";

export function OneReview({application, field}: {application: string; field: string}) {
  const held = useApplication(application);
  return (
    <>
      <BackToReviews />
      <Loaded from={held}>
        {a => (
          <>
            <Head application={a} />
            {a.fields.some(f => f.name === field && f.held) ? null : <p>{say("review.settled")}</p>}
          </>
        )}
      </Loaded>
    </>
  );
}
