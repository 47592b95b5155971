// A question that must be answered before anything else; Escape is the answer that changes nothing.
import type {ComponentChildren} from "preact";
import {useEffect, useRef} from "preact/hooks";

interface Props {
  title: string;
  onClose: () => void;
  wide?: boolean;
  children: ComponentChildren;
}

export function Dialog({title, onClose, wide, children}: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement as HTMLElement | null;
    dialog?.showModal();
    return () => {
      dialog?.close();
      before?.focus?.();
    };
  }, []);
  const cancel = (e: Event) => {
    e.preventDefault();
    onClose();
  };
  return (
    <dialog ref={ref} class={wide ? "dialog wide" : "dialog"} aria-labelledby="dialog-title" onCancel={cancel}>
      <h2 id="dialog-title">{title}</h2>
      {children}
    </dialog>
  );
}
