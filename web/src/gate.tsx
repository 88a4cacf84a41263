// The gate that a rollout stands before: why it is closed, who can open it, and the buttons to do so.
import { useState } from 'preact/hooks';
import { post, type Rollout } from './api';
import { Ask } from './ask';
import { millis } from './format';
import { lastHeard } from './store';

type Asked = { kind: 'approve' } | { kind: 'skip' } | { kind: 'check'; item: string };

/** @param since when it came to the gate */
export function GatePanel({ rollout, since }: { rollout: Rollout; since: string | null }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const gate = rollout.gate;
  if (gate === null || rollout.phase !== 'gated') return null;
  const way = (command: string) => `api/v1/rollouts/${encodeURIComponent(rollout.id)}/${command}`;
  return (
    <section class="card gate" aria-labelledby="gate-title">
      <h3 id="gate-title">It stands before a gate: {gate.kind}{since !== null && <span class="quiet"> for {millis(Math.max(0, lastHeard.value - Date.parse(since)))}</span>}</h3>
      <p>{gate.closed ?? 'It is being looked at.'}</p>
      {gate.opener && <p class="quiet">{gate.opener}</p>}
      {gate.approvals.length > 0 && <p>Agreed so far: {gate.approvals.join(', ')}</p>}
      <div class="buttons left">
        {gate.kind === 'approval' && <button type="button" class="primary" onClick={() => setAsked({ kind: 'approve' })}>Approve</button>}
        {gate.kind === 'checklist' && gate.items.map((item) => <button key={item} type="button" onClick={() => setAsked({ kind: 'check', item })}>Tick off: {item}</button>)}
        <button type="button" class="danger" onClick={() => setAsked({ kind: 'skip' })}>Pass over it</button>
      </div>
      {asked?.kind === 'approve' && <Ask
        title={`Agree that ${rollout.to} goes on?`} text="Your name and when you agreed are kept. Going back never needs an approval."
        label="Your name" yes="Approve" act={(who) => post(way('approve'), { who, reason: '' })} close={() => setAsked(null)} />}
      {asked?.kind === 'check' && <Ask
        title={`Done: ${asked.item}?`} text="It is ticked off in the record, with your name."
        label="Your name" yes="Tick off" act={(who) => post(way('check'), { who, reason: asked.item })} close={() => setAsked(null)} />}
      {asked?.kind === 'skip' && <Ask
        title="Pass over this gate?" text="For emergencies. That it was passed over, and why, stays in the record for ever."
        label="Why" yes="Pass over" danger act={(reason) => post(way('skip'), { who: 'dashboard', reason })} close={() => setAsked(null)} />}
    </section>
  );
}
