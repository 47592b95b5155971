// Checks a document by its code: from the camera, a picture or a text.
import {useRef, useState} from "preact/hooks";
import {say} from "kit/language";
import {LanguageSwitch} from "kit/parts/language_switch";
import {Icon} from "kit/parts/icon";
import {Notice, Waiting} from "kit/parts/notice";
import {Result} from "./result";
import {read_picture, watch} from "./scan";
import {languages, no_code, ready, take, verdict} from "./state";

export function App() {
  return (
    <div class="door">
      <header class="door-top">
        <span class="brand">Karvan</span>
        <LanguageSwitch languages={languages} />
      </header>
      <main class="door-main check">
        <div class="stack">
          <h1>{say("verify.title")}</h1>
          <p>{say("verify.how")}</p>
        </div>
        <section class="card stack" aria-label={say("verify.code")}>
          <Camera />
          <Paste />
          {ready.value ? (
            <p class="quiet">{say("verify.ready")}</p>
          ) : (
            <Waiting words={say("verify.loading")} />
          )}
        </section>
        {no_code.value && <Notice kind="care" title={say("verify.no_code")} />}
        {verdict.value && <Result verdict={verdict.value} />}
      </main>
    </div>
  );
}

function Camera() {
  const video = useRef<HTMLVideoElement>(null);
  const [stop, setStop] = useState<(() => void) | null>(null);
  const [refused, setRefused] = useState(false);
  const close = () => {
    stop?.();
    setStop(null);
  };
  const open = async () => {
    setRefused(false);
    try {
      if (!video.current) return;
      const ended = await watch(video.current, text => {
        setStop(null);
        void take(text);
      });
      setStop(() => ended);
    } catch {
      setRefused(true);
    }
  };
  return (
    <>
      <video ref={video} hidden={!stop} muted playsInline aria-label={say("verify.camera_picture")} />
      <div class="buttons">
        <button type="button" class="button primary big" onClick={() => (stop ? close() : void open())}>
          <Icon name="camera" />
          {say(stop ? "verify.camera_stop" : "verify.camera")}
        </button>
        <Picture />
      </div>
      {refused && <Notice kind="care" title={say("verify.no_camera")} />}
    </>
  );
}

function Picture() {
  const choose = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    input.value = "";
    if (file) await take(await read_picture(file));
  };
  return (
    <label class="button big">
      <Icon name="paper" />
      {say("verify.picture")}
      <input class="hidden" type="file" autocomplete="off" accept="image/*" onChange={e => void choose(e.currentTarget)} />
    </label>
  );
}

function Paste() {
  const [text, setText] = useState("");
  return (
    <form
      class="stack"
      onSubmit={e => {
        e.preventDefault();
        if (text.trim()) void take(text);
      }}
    >
      <label class="paste">
        {say("verify.text")}
        <textarea
          class="input"
          value={text}
          spellcheck={false}
          autocomplete="off"
          onInput={e => setText(e.currentTarget.value)}
        />
      </label>
      <div class="buttons">
        <button type="submit" class="button">
          {say("verify.check")}
        </button>
      </div>
    </form>
  );
}
