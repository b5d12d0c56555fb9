import { READERS } from './week-cast.ts';
import type { WeekPost } from './week-posts.ts';
import { inBrussels } from './week-time.ts';

/** How does Telegram Desktop write a group as JSON? `result.json`, indented by one space, times as wall clock and as seconds. */

export interface Export {
  text: string;
  bad: number;
}

type Json = Record<string, unknown>;

export function desktopJson(posts: readonly WeekPost[]): Export {
  const messages = posts.map(messageOf);
  messages.splice(Math.floor(messages.length / 3), 0, undated(posts));
  const whole = { name: READERS.title, type: 'public_supergroup', id: Number(READERS.nativeId), messages };
  return { text: `${JSON.stringify(whole, null, 1)}\n`, bad: 1 };
}

/** One message whose time was lost: it cannot be read and must be told. */
function undated(posts: readonly WeekPost[]): Json {
  const id = Number(posts.at(-1)?.id ?? 0) + 9;
  const said = 'The page with the date is torn off.';
  return {
    id,
    type: 'message',
    date: '0000-00-00T00:00:00',
    from: 'Fern',
    from_id: 'user770044',
    text: said,
    text_entities: [{ type: 'plain', text: said }],
  };
}

function messageOf(post: WeekPost): Json {
  const id = Number(post.id);
  const who = { name: nameOf(post.author), id: `user${770_001 + (post.author ?? 0)}` };
  if (post.action !== null) {
    const told = post.action === 'pin_message' ? { message_id: id - 1 } : { title: post.text };
    const head = { id, type: 'service', ...time('date', post.at), actor: who.name, actor_id: who.id, action: post.action };
    return { ...head, ...told, text: '', text_entities: [] };
  }
  const entities = entitiesOf(post.text);
  return {
    id,
    type: 'message',
    ...time('date', post.at),
    ...(post.editedAt === null ? {} : time('edited', post.editedAt)),
    from: who.name,
    from_id: who.id,
    ...(post.replyTo === null ? {} : { reply_to_message_id: Number(post.replyTo) }),
    text:
      entities.length === 1 && entities[0]?.type === 'plain'
        ? post.text
        : entities.map((part) => (part.type === 'plain' ? part.text : part)),
    text_entities: entities,
  };
}

function time(field: 'date' | 'edited', at: number): Json {
  const seconds = Math.floor(at / 1000);
  return { [field]: new Date(inBrussels(seconds * 1000)).toISOString().slice(0, 19), [`${field}_unixtime`]: String(seconds) };
}

const NAMES = ['Fern', 'Olive', 'Quill', 'Ember', 'زيتون', 'نسيم', 'Kettle', 'Marble', 'ريحان', 'Wren'];

function nameOf(author: number | null): string {
  return `${NAMES[(author ?? 0) % NAMES.length]} ${author ?? 0}`;
}

interface Entity {
  type: 'plain' | 'link' | 'mention';
  text: string;
}

/** What Telegram itself takes for a link: nothing that somebody wrote so that no machine reads it. */
const LINK = /(https?:\/\/[^\s:,]+[^\s:,.]|(?<![\w./])@\w{5,32})/;

export function entitiesOf(text: string): Entity[] {
  return text
    .split(LINK)
    .filter((part) => part !== '')
    .map((part) => ({ type: part.startsWith('@') ? 'mention' : /^https?:/.test(part) ? 'link' : 'plain', text: part }));
}
