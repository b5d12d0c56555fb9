/** Somebody who makes rooms, talks in them and destroys them: a small client of its own, so that it does not share the source's errors. */

export interface Maker {
  /** Enters a room (and so makes it), and sets what is given of its form. */
  make(room: string, config: Readonly<Record<string, string>>): Promise<void>;
  say(room: string, text: string): Promise<void>;
  /** Sends an iq of type set to a room and fails where it is refused. */
  set(room: string, payload: string): Promise<void>;
  leave(room: string): Promise<void>;
}

const MUC = 'http://jabber.org/protocol/muc';

export async function roomMaker(origin: string, domain: string, nick: string): Promise<Maker> {
  const send = await session(origin, domain);
  let ids = 0;
  const set = async (room: string, payload: string): Promise<void> => {
    const id = `s${ids++}`;
    let answer = await send(`<iq xmlns="jabber:client" type="set" id="${id}" to="${room}">${payload}</iq>`);
    for (let polls = 0; polls < 5 && !answer.includes(`id='${id}'`); polls++) answer += await send('');
    const iq = new RegExp(`<iq[^>]*id='${id}'[^>]*>`).exec(answer)?.[0] ?? '';
    if (!iq.includes("type='result'")) throw new Error(`${room} refused ${payload}: ${answer}`);
  };
  return {
    set,
    async make(room, config) {
      await send(`<presence xmlns="jabber:client" to="${room}/${nick}"><x xmlns="${MUC}"/></presence>`);
      const fields = Object.entries({ FORM_TYPE: `${MUC}#roomconfig`, ...config });
      const form = fields.map(([name, value]) => `<field var="${name}"><value>${value}</value></field>`).join('');
      await set(room, `<query xmlns="${MUC}#owner"><x xmlns="jabber:x:data" type="submit">${form}</x></query>`);
    },
    async say(room, text) {
      const id = `m${ids++}`;
      await send(`<message xmlns="jabber:client" type="groupchat" id="${id}" to="${room}"><body>${text}</body></message>`);
    },
    async leave(room) {
      await send(`<presence xmlns="jabber:client" type="unavailable" to="${room}/${nick}"/>`);
    },
  };
}

async function session(origin: string, domain: string): Promise<(payload: string, attributes?: string) => Promise<string>> {
  let rid = 4242;
  let sid = '';
  const send = async (payload: string, attributes = ''): Promise<string> => {
    const own = sid === '' ? '' : `sid="${sid}"`;
    const body = `<body xmlns="http://jabber.org/protocol/httpbind" rid="${rid++}" ${own} ${attributes}>${payload}</body>`;
    const response = await fetch(`${origin}/http-bind`, { method: 'POST', body, headers: { 'content-type': 'text/xml' } });
    const text = await response.text();
    if (/type=['"]terminate/.test(text)) throw new Error(`the stream ended: ${text}`);
    return text;
  };
  const opened = await send('', `to="${domain}" wait="1" hold="1" ver="1.6" xmpp:version="1.0" xmlns:xmpp="urn:xmpp:xbosh"`);
  sid = /sid=['"]([^'"]+)/.exec(opened)?.[1] ?? '';
  await send('<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="ANONYMOUS"/>');
  await send('', `to="${domain}" xmpp:restart="true" xmlns:xmpp="urn:xmpp:xbosh"`);
  await send('<iq xmlns="jabber:client" type="set" id="bind"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>');
  return send;
}
