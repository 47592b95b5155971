// Scans and pictures on their way to the centre: each with how much of it is there, and how many are still to go.
import {say} from "kit/language";
import {Icon} from "kit/parts/icon";
import {href} from "kit/router";
import {FilePill} from "../application/files";
import type {Exchange} from "../api";
import {status} from "../state";

type File = Exchange["files"][number];
const kilobytes = (bytes: number): number => Math.ceil(bytes / 1024);

export function UnderWay({files}: {files: File[]}) {
  const count = Math.max(files.length, status.data.value?.attachments_waiting ?? 0);
  return (
    <section class="card stack">
      <h2>{say("exchange.files")}</h2>
      <p class={count === 0 ? "all-there good" : "quiet"}>
        {count === 0 && <Icon name="tick" />}
        {say("exchange.files_left", {count})}
      </p>
      {files.length > 0 && (
        <ul class="marks">
          {files.map(f => (
            <OnItsWay key={f.hash} file={f} />
          ))}
        </ul>
      )}
    </section>
  );
}

const OnItsWay = ({file: f}: {file: File}) => (
  <li>
    <span class="room-head">
      <a href={href("applications", f.application)}>
        <bdi class="number">{f.tracking}</bdi>
      </a>
      <span class="pills">
        <span class="number">
          {say("exchange.of_kilobytes", {count: kilobytes(f.offset), total: kilobytes(f.bytes)})}
        </span>
        <FilePill state={f.state} />
      </span>
    </span>
    <progress max={Math.max(1, f.bytes)} value={f.offset} aria-label={say("exchange.file_of", {number: f.tracking})} />
  </li>
);
