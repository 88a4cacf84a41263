// Finds services, versions and rollouts by any part of their name.
import { useEffect, useRef, useState } from 'preact/hooks';
import { change, rolloutWay, serviceWay } from './ways';
import { history, status } from './store';

const MOST_FOUND = 12;

interface Found { way: string; name: string; what: string }

function find(text: string): Found[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const all: Found[] = [
    ...(status.value?.services ?? []).map((service) => ({ way: serviceWay(service.service), name: service.service, what: `service at ${service.version ?? 'no version'}` })),
    ...history.value.map((rollout) => ({ way: rolloutWay(rollout.id), name: rollout.id, what: `${rollout.service} ${change(rollout)}` })),
  ];
  return all.filter((each) => words.every((word) => `${each.name} ${each.what}`.toLowerCase().includes(word))).slice(0, MOST_FOUND);
}

export function Search({ close }: { close(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  useEffect(() => dialog.current?.showModal(), []);
  const found = find(text);
  const go = (way: string) => { location.hash = way; close(); };
  return (
    <dialog ref={dialog} class="search" aria-label="Search" onClose={close}>
      <form onSubmit={(event) => { event.preventDefault(); if (found[0]) go(found[0].way); }}>
        <label for="search-input">Service, version or rollout</label>
        <input id="search-input" type="search" autocomplete="off" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </form>
      <ul>
        {found.map((each) => (
          <li key={each.way + each.name}><a href={each.way} onClick={(event) => { event.preventDefault(); go(each.way); }}><b>{each.name}</b> <span class="quiet">{each.what}</span></a></li>
        ))}
      </ul>
      {found.length === 0 && <p class="quiet">Nothing has this in its name.</p>}
    </dialog>
  );
}
