// Talks to the API: documents by fetch, live changes by a stream that comes back by itself.

const SILENCE = 20_000; // The server says something at least every 15 s.

export class Refused extends Error {
  constructor(status, problem) {
    super(problem.message);
    this.status = status;
    this.hint = problem.hint;
  }
}

function headers(more) {
  const token = sessionStorage.getItem('curtain-token');
  return token ? { ...more, authorization: `Bearer ${token}` } : { ...more };
}

async function answered(response) {
  if (response.ok) {
    return response.json();
  }
  const body = await response.json().catch(() => null);
  throw new Refused(response.status, body?.error ?? { message: `HTTP ${response.status}`, hint: '' });
}

export async function get(path) {
  return answered(await fetch(path, { headers: headers(), cache: 'no-store' }));
}

export async function post(path, body) {
  return answered(await fetch(path, {
    method: 'POST', headers: headers({ 'content-type': 'application/json' }), body: JSON.stringify(body),
  }));
}

// Tells `hears` of: opened(), event(name, document), closed(error). Goes on for ever, except where a token is asked for.
export async function follow(hears) {
  let last = null;
  let patience = 500;
  for (;;) {
    const abort = new AbortController();
    let silence = setTimeout(() => abort.abort(), SILENCE);
    try {
      const response = await fetch('api/v1/events', {
        headers: headers(last === null ? {} : { 'last-event-id': last }), cache: 'no-store', signal: abort.signal,
      });
      if (!response.ok) {
        await answered(response);
      }
      patience = 500;
      hears.opened();
      for await (const event of events(response.body)) {
        clearTimeout(silence);
        silence = setTimeout(() => abort.abort(), SILENCE);
        if (event.id) {
          last = event.id;
        }
        if (event.data) {
          hears.event(event.name, JSON.parse(event.data));
        }
      }
      hears.closed(null);
    } catch (problem) {
      hears.closed(problem);
      if (problem instanceof Refused && problem.status === 401) {
        return;
      }
    } finally {
      clearTimeout(silence);
    }
    await new Promise((wake) => setTimeout(wake, patience));
    patience = Math.min(patience * 2, 4_000);
  }
}

// The blocks of an event stream. A comment is a block without data: it shows that the connection lives.
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const blocks = (text + value).split(/\r?\n\r?\n/);
    text = blocks.pop();
    for (const block of blocks) {
      const event = { name: 'message', id: '', data: '' };
      for (const line of block.split(/\r?\n/)) {
        const [, field, content] = line.match(/^(\w+): ?(.*)$/) ?? [];
        if (field === 'event') event.name = content;
        if (field === 'id') event.id = content;
        if (field === 'data') event.data += content;
      }
      yield event;
    }
  }
}
