/** Which answers are the platform's own and yet not the truth: late, cut, changed, someone else's, or refused to us? */

import type { Answered } from '../model/watch.ts';
import { askedAbout, type Fault, instead, renamed, rewritten, type Struck } from './fault.ts';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

function isJson({ truth }: Struck): boolean {
  return truth.headers.some(([name, value]) => name.toLowerCase() === 'content-type' && value.includes('json'));
}

function dated(truth: Answered, offset: number, more: readonly (readonly [string, string])[] = []): Answered {
  const headers = truth.headers.filter(([name]) => name.toLowerCase() !== 'date');
  return { ...truth, headers: [...headers, ['date', new Date(truth.at + offset).toUTCString()], ...more] };
}

/** Names of classes and keys that a source goes by, each with what a redesign might call it. */
const RENAMED: readonly (readonly [RegExp, string])[] = [
  [/tgme_/g, 'tg2_'],
  [/data-post/g, 'data-message'],
  [/"data":/g, '"result":'],
  [/"errors":/g, '"problems":'],
  [/"code":/g, '"errorCode":'],
  [/"status":/g, '"state":'],
  [/"chat_id":/g, '"chatId":'],
  [/"messages":/g, '"items":'],
];

/** What makes a page or an answer one about somebody, taken out of it. */
const GUTTED: readonly (readonly [RegExp, string])[] = [
  [/<div class="tgme_page_(?:title|extra|icon)"[^>]*>[\s\S]*?<\/div>/g, ''],
  [/data-(?:post|view)="[^"]*"/g, ''],
  [/<div class="tgme_widget_message_error">[\s\S]*?<\/div>/g, ''],
  [/"(?:title|detail|username|status|code)":(?:"[^"]*"|\d+),?/g, ''],
  [/,}/g, '}'],
];

function replaced(rules: readonly (readonly [RegExp, string])[]): (struck: Struck) => Answered {
  return ({ truth }) => rewritten(truth, (body) => rules.reduce((text, [from, to]) => text.replace(from, to), body));
}

const EMPTY_PREVIEW = `<!DOCTYPE html>\n<html><head><title>Telegram</title></head><body class="widget_frame_base tgme_webpreview"><main class="tgme_main"><section class="tgme_channel_history js-message_history"><div class="tme_no_messages_found">No posts found</div></section></main>${'\n'.repeat(600)}</body></html>\n`;

/** No refusal, only nothing in it. */
function throttled(struck: Struck): Answered {
  if (!isJson(struck)) return { ...rewritten(struck.truth, () => EMPTY_PREVIEW), status: 200 };
  return { ...rewritten(struck.truth, () => '{"meta":{"result_count":0},"messages":[],"chats":[]}'), status: 200 };
}

/** The platform says of us, not of the channel, that it lets nobody in. */
function expelled(struck: Struck): Answered {
  const { credential } = struck.request;
  const json = { 'content-type': 'application/json; charset=utf-8' };
  if (credential?.in === 'query') return instead(struck, 403, '{"code":"verify.token","message":"Invalid access_token"}', json);
  if (credential?.in === 'header') {
    return instead(struck, 403, '{"title":"Client Forbidden","detail":"This app is suspended.","type":"about:blank","status":403}', json);
  }
  return instead(struck, 403, '');
}

/** What would be answered about somebody else, under that one's own name. */
function mistaken(struck: Struck): Answered {
  const { about, other, request, truth } = struck;
  return about === null ? truth : struck.serve(askedAbout(request, about, other), truth.at);
}

/** Everybody's page says that there is nobody: well-formed, in the platform's own words. */
function forgotten(struck: Struck): Answered {
  const { about, nobody, request, truth } = struck;
  return about === null ? truth : renamed(struck.serve(askedAbout(request, about, nobody), truth.at), nobody, about);
}

/** Every name is answered as if somebody held it. */
function everybody(struck: Struck): Answered {
  const { about, other, request, truth } = struck;
  return about === null ? truth : renamed(struck.serve(askedAbout(request, about, other), truth.at), other, about);
}

export const ANSWER_FAULTS: readonly Fault[] = [
  { name: 'half a body', scope: 'request', strike: ({ truth }) => rewritten(truth, (body) => body.slice(0, Math.floor(body.length / 2))) },
  { name: 'the first bytes only', scope: 'request', strike: ({ truth }) => rewritten(truth, (body) => body.slice(0, 200)) },
  {
    name: 'a body cut anywhere',
    scope: 'request',
    strike: ({ truth, chance }) => rewritten(truth, (body) => body.slice(0, Math.floor(chance() * body.length))),
  },
  { name: 'names of the markup changed', scope: 'platform', strike: replaced(RENAMED) },
  { name: 'markup without what it is about', scope: 'platform', strike: replaced(GUTTED) },
  { name: 'markup changed here and there', scope: 'request', strike: replaced(GUTTED) },
  {
    name: 'wrapped in something new',
    scope: 'platform',
    strike: (struck) =>
      rewritten(struck.truth, (body) =>
        isJson(struck) ? `{"response":${body}}` : `<div id="app">${body.replace(/class="/g, 'class="v2-')}</div>`,
      ),
  },
  {
    name: 'another language',
    scope: 'request',
    strike: ({ request, truth, serve }) => serve({ ...request, headers: { ...request.headers, 'accept-language': 'de' } }, truth.at),
  },
  { name: 'broken letters', scope: 'request', strike: ({ truth }) => rewritten(truth, (body) => body.replace(/[^\t\n\r -~]/g, '\ufffd')) },
  {
    name: 'an advertisement put in',
    scope: 'request',
    strike: (struck) =>
      isJson(struck)
        ? struck.truth
        : rewritten(struck.truth, (body) =>
            body.replace('<body', '<div class="ad">Post not found? If you have Telegram, you can contact us.</div><body'),
          ),
  },
  {
    name: 'HTML said to be something else',
    scope: 'request',
    strike: ({ truth }) => ({
      ...truth,
      headers: truth.headers.map(([name, value]) =>
        name.toLowerCase() === 'content-type' ? [name, 'application/octet-stream'] : [name, value],
      ),
    }),
  },
  { name: 'a server a year ahead', scope: 'platform', strike: ({ truth }) => dated(truth, YEAR) },
  { name: 'a server an hour behind', scope: 'platform', strike: ({ truth }) => dated(truth, -HOUR) },
  {
    name: 'a stale copy',
    scope: 'request',
    strike: ({ request, truth, serve }) =>
      dated({ ...serve(request, truth.at - HOUR), sentAt: truth.sentAt, at: truth.at }, -HOUR, [
        ['age', String(HOUR / 1000)],
        ['x-cache', 'HIT'],
      ]),
  },
  { name: 'the page of another', scope: 'request', strike: mistaken },
  { name: 'the page of another for all', scope: 'platform', strike: mistaken },
  { name: 'nothing in it', scope: 'request', strike: throttled },
  { name: 'nothing in anything', scope: 'platform', strike: throttled },
  { name: 'nobody is there for all', scope: 'platform', strike: forgotten },
  { name: 'everybody is there for all', scope: 'platform', strike: everybody },
  { name: 'redirected to itself', scope: 'request', strike: (struck) => instead(struck, 302, '', { location: struck.request.url }) },
  {
    name: 'redirected elsewhere',
    scope: 'request',
    strike: (struck) => instead(struck, 302, '', { location: 'https://elsewhere.example/' }),
  },
  {
    name: 'redirected without TLS',
    scope: 'request',
    strike: (struck) => instead(struck, 301, '', { location: struck.request.url.replace('https:', 'http:') }),
  },
  { name: 'the observer is expelled', scope: 'ours', strike: expelled },
];
