/** What would Telegram's public web preview answer? A replica of t.me with our own markup, after the surfaces that are known of it. */

import type { Ms } from '../model/observation.ts';
import type { Replica, ReplicaAnswer, ReplicaPlace, ReplicaPost, ReplicaWorld } from './replica.ts';
import { type Asked, asked, htmlAnswer, redirect } from './replica-http.ts';
import { bannedEmbed, embedPage, errorEmbed } from './replica-telegram-embed.ts';
import { contactPage, deadInvitePage, invitePage, placePage } from './replica-telegram-pages.ts';
import type { Dress, Stage } from './replica-telegram-post.ts';
import { previewPage } from './replica-telegram-preview.ts';
import { wordsFor } from './replica-telegram-words.ts';
import { type Standing, type WorldIndex, worldIndex } from './replica-world.ts';

export interface TelegramOptions {
  /** How far the servers' clocks are ahead: in `Date` and in `data-view`. */
  clockErrorMs?: Ms;
  dress?: (place: ReplicaPlace, post: ReplicaPost) => Dress;
}

/** From these on nobody sees the place under its name; `restricted` is still there, without its posts. */
const OUT_OF_SIGHT: ReadonlySet<string | null> = new Set(['deleted', 'banned', 'private', 'deactivated', 'closed']);

/**
 * Places of the platform `telegram`. Ids of posts are numbers; a forward with the handle '' hides where it comes from.
 *
 * - `/name`: the page of a channel, group, account or bot; nobody there, or a place `deleted`, `banned` or `private`: the contact page.
 * - `/s/name` with `before`, `after`, `q`: posts of a channel with its preview on; everything else is redirected to `/name`.
 * - `/name/id?embed=1`: one post; in a group one in a hundred. A place `banned` whose name nobody took says so on posts that it had.
 * - `/+token`, `/joinchat/token`: the invite of a place that is not `banned` or `deleted`.
 */
export function telegramReplica(world: ReplicaWorld, options: TelegramOptions = {}): Replica {
  const index = worldIndex(world, 'telegram');
  const clockError = options.clockErrorMs ?? 0;
  const dress = options.dress ?? (() => 'plain');
  return (request, now) => {
    const at: Moment = { index, now, serverNow: now + clockError, dress };
    return answer(asked(request), at);
  };
}

interface Moment {
  index: WorldIndex;
  now: Ms;
  serverNow: Ms;
  dress: (place: ReplicaPlace, post: ReplicaPost) => Dress;
}

const NAME = /^\/([A-Za-z]\w{2,31})\/?$/;
const PREVIEW = /^\/s\/([A-Za-z]\w{2,31})\/?$/;
const POST = /^\/(?:s\/)?([A-Za-z]\w{2,31})\/(\d{1,12})\/?$/;
const INVITE = /^\/(?:\+|joinchat\/)([\w-]{8,64})\/?$/;

function answer(asked: Asked, at: Moment): ReplicaAnswer {
  const words = wordsFor(asked.headers['accept-language']);
  const [, name] = NAME.exec(asked.path) ?? [];
  if (name !== undefined) {
    const seen = inSight(at, name);
    return htmlAnswer(seen === null ? contactPage(name, words) : placePage(seen, words), at.serverNow);
  }
  const [, previewed] = PREVIEW.exec(asked.path) ?? [];
  if (previewed !== undefined) return preview(asked, at, previewed);
  const [, owner, id] = POST.exec(asked.path) ?? [];
  if (owner !== undefined && id !== undefined) return onePost(asked, at, owner, id);
  const [, token] = INVITE.exec(asked.path) ?? [];
  if (token !== undefined) return invite(asked, at, token);
  return redirect('https://telegram.org/', at.serverNow);
}

function inSight(at: Moment, name: string): Standing | null {
  const found = at.index.byHandle(name, at.now);
  return found === null || OUT_OF_SIGHT.has(found.ending) ? null : found;
}

function stage(asked: Asked, at: Moment, standing: Standing, embed: boolean): Stage {
  return { standing, words: wordsFor(asked.headers['accept-language']), now: at.now, serverNow: at.serverNow, dress: at.dress, embed };
}

function preview(asked: Asked, at: Moment, name: string): ReplicaAnswer {
  const seen = inSight(at, name);
  if (seen === null || seen.place.kind !== 'channel' || !seen.face.preview || seen.ending !== null) {
    return redirect(`https://t.me/${name}`, at.serverNow);
  }
  return htmlAnswer(previewPage(stage(asked, at, seen, false), asked.query), at.serverNow);
}

function onePost(asked: Asked, at: Moment, name: string, id: string): ReplicaAnswer {
  const words = wordsFor(asked.headers['accept-language']);
  const found = at.index.byHandle(name, at.now);
  if (!asked.query.has('embed')) {
    const seen = inSight(at, name);
    return htmlAnswer(seen === null ? contactPage(name, words) : placePage(seen, words), at.serverNow);
  }
  if (found?.ending === 'banned') return htmlAnswer(bannedEmbed(stage(asked, at, found, true), id), at.serverNow);
  if (found === null || OUT_OF_SIGHT.has(found.ending)) return htmlAnswer(errorEmbed(words, words.notFound, id), at.serverNow);
  return htmlAnswer(embedPage(stage(asked, at, found, true), id), at.serverNow);
}

function invite(asked: Asked, at: Moment, token: string): ReplicaAnswer {
  const words = wordsFor(asked.headers['accept-language']);
  const found = at.index.byInvite(token, at.now);
  const live = found !== null && found.ending !== 'banned' && found.ending !== 'deleted';
  const isGroup = found === null || found.place.kind !== 'channel';
  return htmlAnswer(live ? invitePage(found, token, words) : deadInvitePage(token, isGroup, words), at.serverNow);
}
