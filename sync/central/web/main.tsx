import {render} from "preact";
import {use_language} from "kit/language";
import {App} from "./app";
import {hello} from "./state";

async function start() {
  const wished = navigator.languages.map(l => l.slice(0, 2)).find(l => l === "en" || l === "ur" || l === "az");
  await use_language((wished as "en" | "ur" | "az" | undefined) ?? "en");
  const page = document.getElementById("page");
  if (page) render(<App />, page);
  void hello.refresh();
}

void start();
