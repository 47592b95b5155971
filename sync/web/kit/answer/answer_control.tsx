// One question's control, by the question's type. Pictures and files are no part of it: they are captured.
import type {Answering} from "kit/answer/answering";
import {Boxes} from "kit/answer/boxes";
import {Combo} from "kit/answer/combo";
import {Place} from "kit/answer/place";
import {Select} from "kit/answer/select";
import {Typed} from "kit/answer/typed_control";
import {say} from "kit/language";

const boxes_max = 7;
const list_max = 20;

export function AnswerControl(a: Answering) {
  const {type, appearance, choices} = a.asked;
  if (type === "acknowledge") return <Boxes {...a} asked={{...a.asked, choices: agreement()}} />;
  if (type === "select_multiple") return <Boxes {...a} narrow={choices.length > list_max} />;
  if (type === "geopoint") return <Place {...a} />;
  if (type !== "select_one") return <Typed {...a} />;
  if (choices.length > list_max || /\bautocomplete\b/.test(appearance)) return <Combo {...a} />;
  return choices.length > boxes_max || /\bminimal\b/.test(appearance) ? <Select {...a} /> : <Boxes {...a} />;
}

// XForms' trigger has one answer, and the page's words for it.
const agreement = () => {
  const words = say("question.agreed");
  return [{name: "OK", label: {en: words, ur: words, az: words}}];
};
