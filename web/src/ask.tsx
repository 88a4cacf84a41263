// Asks before something is done: what will happen, who wants it and why; one click and one confirmation.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Refused } from './api';

interface Props {
  title: string;
  text: string;
  label: string;
  yes: string;
  no?: string | null;
  danger?: boolean;
  secret?: boolean;
  /** The label of a second thing that is asked for. */
  second?: string;
  act(input: string, second: string): Promise<unknown>;
  close(): void;
}

export function Ask({ title, text, label, yes, no = 'Cancel', danger = false, secret = false, second, act, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const [input, setInput] = useState('');
  const [more, setMore] = useState('');
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setFailure('');
    try {
      await act(input, more);
      close();
    } catch (problem) {
      setFailure(problem instanceof Refused && problem.hint ? `${problem.message}. ${problem.hint}` : (problem as Error).message);
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} aria-labelledby="ask-title" onClose={close} onCancel={(event) => { if (no === null) event.preventDefault(); }}>
      <form onSubmit={submit}>
        <h2 id="ask-title">{title}</h2>
        <p>{text}</p>
        <label for="ask-input">{label}</label>
        <input id="ask-input" type={secret ? 'password' : 'text'} autocomplete="off" value={input} onInput={(event) => setInput(event.currentTarget.value)} />
        {second && <>
          <label for="ask-second">{second}</label>
          <input id="ask-second" type="text" autocomplete="off" value={more} onInput={(event) => setMore(event.currentTarget.value)} />
        </>}
        {failure && <p class="problem" role="alert">{failure}</p>}
        <div class="buttons">
          {no !== null && <button type="button" onClick={close}>{no}</button>}
          <button type="submit" class={danger ? 'primary danger' : 'primary'} disabled={busy}>{yes}</button>
        </div>
      </form>
    </dialog>
  );
}
