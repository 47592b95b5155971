import {render} from "preact";
import {use_language} from "kit/language";
import {App} from "./app";
import {bring_everything, languages} from "./state";

async function start() {
  const wished = navigator.languages.map(l => l.slice(0, 2));
  await use_language(languages.find(l => wished.includes(l)) ?? "en");
  const page = document.getElementById("page");
  if (page) render(<App />, page);
  await bring_everything();
}

void start();
