// In the page: follows one flag through @openfeature/web-sdk and says when its value changes.
import { OpenFeature, ProviderEvents } from '@openfeature/web-sdk';
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';

const { server, flag, token } = JSON.parse(document.body.dataset.settings);
const now = () => performance.timeOrigin + performance.now();
const say = (what) => fetch('/said', { method: 'POST', body: JSON.stringify(what) });

async function run() {
  await OpenFeature.setContext({ targetingKey: 'user-1', region: 'eu' });
  const headers = token ? [['Authorization', `Bearer ${token}`]] : [];
  await OpenFeature.setProviderAndWait(new OFREPWebProvider({ baseUrl: server, headers, cacheMode: 'disabled' }));
  const client = OpenFeature.getClient();
  client.addHandler(ProviderEvents.ConfigurationChanged, () => {
    say({ value: client.getBooleanValue(flag, false), at: now() });
  });
  await say({ ready: true, value: client.getBooleanValue(flag, false), details: client.getBooleanDetails(flag, false) });
}

run().catch((error) => say({ failed: String(error) }));
