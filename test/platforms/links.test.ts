import { beforeAll, describe, expect, it } from 'vitest';
import { loadPlatforms } from '../../src/platforms/registry.ts';
import type { LinkFinder } from '../../src/text/links.ts';
import { allLinks } from '../text/finder.ts';

let find: LinkFinder;
beforeAll(async () => {
  find = await allLinks();
});

const KEY = 'q'.repeat(58);
const HEX = 'ab'.repeat(32);

/** A link, what it is, and the channel and post it leads to. One invented example of every form. */
const FORMS: [link: string, kind: string, channel: string | null, post?: string][] = [
  ['https://t.me/sada_100', 'channel', 'telegram:sada_100'],
  ['t.me/s/sada_100/7', 'post', 'telegram:sada_100', '7'],
  ['t.me/sada_100/12/34', 'post', 'telegram:sada_100', '34'],
  ['t.me/+AbCd-EF_1', 'invite', 'telegram:+AbCd-EF_1'],
  ['https://telegram.me/joinchat/AbCdEF1', 'invite', 'telegram:+AbCdEF1'],
  ['t.me/addlist/AbCdEF1', 'folder', null],
  ['t.me/c/12345/678', 'post', 'telegram:#12345', '678'],
  ['https://sada_100.t.me', 'channel', 'telegram:sada_100'],
  ['tg://resolve?domain=sada_100&post=5', 'post', 'telegram:sada_100', '5'],
  ['tg://privatepost?post=5&channel=12345', 'post', 'telegram:#12345', '5'],
  ['tg:join?invite=AbCdEF1', 'invite', 'telegram:+AbCdEF1'],
  ['https://web.telegram.org/k/#@sada_100', 'channel', 'telegram:sada_100'],
  ['https://web.telegram.org/a/#-1001234567', 'channel', 'telegram:#1234567'],
  ['https://tgstat.com/channel/@sada_100', 'channel', 'telegram:sada_100'],
  ['tt.me/sada_new', 'channel', 'tamtam:sada_new'],
  ['https://tamtam.chat/sada_new', 'channel', 'tamtam:sada_new'],
  ['https://tt.me/join/AbCdEf123', 'invite', 'tamtam:+AbCdEf123'],
  ['https://max.ru/sada_new', 'channel', 'max:sada_new'],
  ['https://max.ru/join/AbC_123-x', 'invite', 'max:+AbC_123-x'],
  ['https://max.ru/c/-70123456/AbC', 'post', 'max:#-70123456', 'AbC'],
  ['https://web.max.ru/-70123456', 'channel', 'max:#-70123456'],
  ['https://x.com/Sada', 'account', 'x:sada'],
  ['https://mobile.twitter.com/sada/status/123?s=20', 'post', 'x:sada', '123'],
  ['fxtwitter.com/sada/status/12', 'post', 'x:sada', '12'],
  ['https://x.com/i/status/12', 'post', null, '12'],
  ['https://x.com/i/user/12', 'account', 'x:#12'],
  ['https://twitter.com/intent/follow?screen_name=Sada', 'account', 'x:sada'],
  ['https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv', 'invite', 'whatsapp:+AbCdEfGhIjKlMnOpQrStUv'],
  ['https://whatsapp.com/channel/0029VaAbCdEfGhIjKlMn', 'channel', 'whatsapp:+0029VaAbCdEfGhIjKlMn'],
  ['discord.gg/AbC12', 'invite', 'discord:+AbC12'],
  ['https://discord.com/invite/AbC12', 'invite', 'discord:+AbC12'],
  ['https://discord.com/channels/123456789012345678/223456789012345678', 'group', 'discord:#123456789012345678'],
  ['https://matrix.to/#/#room:example.org', 'room', 'matrix:room:example.org'],
  ['https://matrix.to/#/%23room%3Aexample.org?via=example.org', 'room', 'matrix:room:example.org'],
  ['https://matrix.to/#/#room:example.org/$AbCdEf', 'post', 'matrix:room:example.org', '$AbCdEf'],
  ['https://matrix.to/#/!AbCd:example.org', 'room', 'matrix:#!AbCd:example.org'],
  ['https://app.element.io/#/room/#room:example.org', 'room', 'matrix:room:example.org'],
  ['https://web.example.org/#/room/#room:example.org', 'room', 'matrix:room:example.org'],
  ['matrix:r/room:example.org', 'room', 'matrix:room:example.org'],
  ['#room:example.org', 'room', 'matrix:room:example.org'],
  ['xmpp:room@muc.example.org?join', 'room', 'xmpp:room@muc.example.org'],
  ['xmpp:room@conference.example.org', 'room', 'xmpp:room@conference.example.org'],
  ['https://conversations.im/j/room@muc.example.org', 'room', 'xmpp:room@muc.example.org'],
  ['https://web.example.org/#room@muc.example.org?join', 'room', 'xmpp:room@muc.example.org'],
  ['https://signal.group/#CjQKIAbCdEfGhIjKl', 'invite', 'signal:+CjQKIAbCdEfGhIjKl'],
  [
    'https://simplex.chat/contact#/?v=2-7&smp=smp%3A%2F%2FabcDEF123abcDEF123%3D%40smp8.simplex.im%2FQueueId_123456789%23%2F%3Fv%3D1',
    'invite',
    'simplex:+QueueId_123456789',
  ],
  ['https://smp16.simplex.im/g#AbCdEfGhIjKlMnOpQrSt', 'invite', 'simplex:+AbCdEfGhIjKlMnOpQrSt'],
  [`http://sog.example.org/room?public_key=${HEX}`, 'room', 'session:sog.example.org/room'],
  ['https://threema.id/ABCD1234', 'account', 'threema:abcd1234'],
  ['https://threema.id/*NEWSCH1', 'account', 'threema:*newsch1'],
  ['https://chat.example.org/channel/room', 'room', 'rocketchat:chat.example.org/room'],
  ['https://open.rocket.chat/channel/room', 'room', 'rocketchat:open.rocket.chat/room'],
  ['https://chat.example.org/invite/AbC123', 'invite', 'rocketchat:+chat.example.org/AbC123'],
  ['https://go.rocket.chat/invite?host=chat.example.org&path=invite%2FAbC123', 'invite', 'rocketchat:+chat.example.org/AbC123'],
  ['https://bsky.app/profile/sada.bsky.social/post/3kabcdefgh2x', 'post', 'bluesky:sada.bsky.social', '3kabcdefgh2x'],
  ['https://bsky.app/profile/did:plc:abcdefghijklmnopqrstuvwx', 'account', 'bluesky:#did:plc:abcdefghijklmnopqrstuvwx'],
  ['@sada.bsky.social', 'account', 'bluesky:sada.bsky.social'],
  ['sada.bsky.social', 'account', 'bluesky:sada.bsky.social'],
  [`npub1${KEY}`, 'account', `nostr:npub1${KEY}`],
  [`nostr:npub1${KEY}`, 'account', `nostr:npub1${KEY}`],
  [`https://web.example/p/npub1${KEY}`, 'account', `nostr:npub1${KEY}`],
  ['@sada@social.example', 'account', 'mastodon:sada@social.example'],
  ['https://social.example/@sada', 'account', 'mastodon:sada@social.example'],
  ['https://social.example/@sada/109876543210987654', 'post', 'mastodon:sada@social.example', '109876543210987654'],
  ['https://social.example/@sada@other.example', 'account', 'mastodon:sada@other.example'],
  ['!books@example.org', 'group', 'lemmy:books@example.org'],
  ['https://lemmy.example/c/books', 'group', 'lemmy:books@lemmy.example'],
  ['https://any.example/c/books@example.org', 'group', 'lemmy:books@example.org'],
  ['https://vk.com/club123', 'group', 'vk:#123'],
  ['https://m.vk.com/wall-123_45', 'post', 'vk:#123', '45'],
  ['https://vk.com/sada_news', 'account', 'vk:sada_news'],
  ['https://ok.ru/group/1234567', 'group', 'ok:#1234567'],
  ['https://www.youtube.com/@Sada', 'channel', 'youtube:sada'],
  [`https://youtube.com/channel/UC${'a'.repeat(21)}B`, 'channel', `youtube:#UC${'a'.repeat(21)}B`],
  ['https://old.reddit.com/r/Books/comments/ab12cd', 'post', 'reddit:books', 'ab12cd'],
  ['https://facebook.com/groups/1234567', 'group', 'facebook:#1234567'],
  ['https://www.instagram.com/sada.books', 'account', 'instagram:sada.books'],
  ['https://www.tiktok.com/@sada.books', 'account', 'tiktok:sada.books'],
  ['https://www.threads.net/@sada.books', 'account', 'threads:sada.books'],
  ['https://rumble.com/c/Sada', 'channel', 'rumble:c/sada'],
  ['https://odysee.com/@sada:a', 'channel', 'odysee:sada:a'],
  ['https://www.bitchute.com/channel/sada', 'channel', 'bitchute:sada'],
  ['https://gab.com/sada', 'account', 'gab:sada'],
  ['https://gab.com/groups/1234', 'group', 'gab:#1234'],
  ['https://www.minds.com/sada', 'account', 'minds:sada'],
  ['https://truthsocial.com/@sada', 'account', 'truthsocial:sada'],
  ['https://gettr.com/user/sada', 'account', 'gettr:sada'],
  ['https://mewe.com/join/sada', 'group', 'mewe:sada'],
  ['https://invite.viber.com/?g2=AbCdEfGhIj', 'invite', 'viber:+AbCdEfGhIj'],
  ['https://line.me/R/ti/g/AbCdEfGh', 'invite', 'line:+AbCdEfGh'],
  ['https://account.wire.com/conversation-join/?key=AbCdEfGh&code=1', 'invite', 'wire:+AbCdEfGh'],
  ['https://www.guilded.gg/i/AbCd1', 'invite', 'guilded:+AbCd1'],
  ['https://rvlt.gg/AbCd1', 'invite', 'stoat:+AbCd1'],
  ['https://keybase.io/team/sada', 'group', 'keybase:sada'],
  ['irc://irc.example.org/#room', 'room', 'irc:irc.example.org/room'],
  ['https://www.twitch.tv/sada', 'channel', 'twitch:sada'],
  ['https://kick.com/sada', 'channel', 'kick:sada'],
  [`https://i.delta.chat/#${'A1'.repeat(20)}&a=x&g=Room&x=1`, 'invite', `deltachat:+${'a1'.repeat(20)}`],
  ['https://justpaste.it/abc1', 'paste', null],
  ['https://telegra.ph/Some-Text-11-29', 'paste', null],
  ['https://linktr.ee/sada', 'paste', null],
  ['https://mega.nz/folder/AbC#key12345', 'file', null],
  ['https://archive.org/details/some_item', 'file', null],
  ['https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUv/view', 'file', null],
];

/** What only looks like a community of ours, or is a person, a number, a tool. */
const REFUSED = [
  ...[
    't.me/+491701234567',
    'wa.me/491701234567',
    'https://api.whatsapp.com/send?phone=49170',
    'https://signal.me/#p/+49170',
    't.me/proxy?server=proxy.example',
    't.me/socks?x=1',
  ],
  ...[
    'https://t.me/addstickers/Sada',
    't.me/contact/AbCdEf',
    't.me/share/url?url=x',
    't.me/sad',
    't.me/login/12345',
    'https://t.me/',
    't.me',
    't.me/sada_100?start=x',
  ],
  ...[
    't.me/sada-100',
    't.me/sada__100',
    't.me/1sada',
    'https://max.ru/u/AbCdEf',
    'https://max.ru/download',
    'https://x.com/home',
    'https://x.com/12345',
    'https://x.com/search?q=a',
  ],
  ...[
    'xmpp:person@example.org',
    'person@example.org',
    '#news: today',
    '#room:12',
    'https://matrix.to/#/@person:example.org',
    'https://vk.com/id123',
    'https://ok.ru/profile/1234567',
  ],
  ...[
    'https://youtube.com/watch?v=abc',
    'https://youtu.be/abc',
    'https://medium.com/@sada',
    'https://www.instagram.com/p/AbCdEf',
    'https://news.example/c/books',
  ],
  ...[
    'https://news.example/channel/politics',
    'https://news.example/@scope/name',
    'https://news.example/invite/AbC123',
    `05${HEX}`,
    'https://pastebin.com/login',
    'https://www.minds.com/newsfeed',
  ],
];

describe('links of every platform', () => {
  it.each(FORMS)('%s', (text, kind, channel, post) => {
    const [link, ...more] = find(`see ${text} now`, { mentionPlatform: null });
    expect(more).toEqual([]);
    expect(link).toMatchObject({ kind, channel, post: post ?? null, text, obfuscated: false });
  });

  it.each(FORMS)('%s reads the same from its canonical spelling', (text) => {
    const [link] = find(text, { mentionPlatform: null });
    const [again] = find(link?.canonical ?? '', { mentionPlatform: null });
    expect([again?.platform, again?.kind, again?.channel, again?.post, again?.canonical]).toEqual([
      link?.platform,
      link?.kind,
      link?.channel,
      link?.post,
      link?.canonical,
    ]);
  });

  it.each(REFUSED)('refuses %s', (text) => {
    expect(find(`see ${text} now`, { mentionPlatform: null })).toEqual([]);
  });

  it('has an example of every platform that has a grammar', async () => {
    const shown = new Set(FORMS.flatMap(([text]) => find(text, { mentionPlatform: null }).map((link) => link.platform)));
    for (const platform of await loadPlatforms()) if (platform.links !== null) expect(shown).toContain(platform.name);
  });

  it('has expressions without unbounded repetition, so that hostile text costs linear time', async () => {
    for (const platform of await loadPlatforms()) {
      const { links } = platform;
      if (links === null) continue;
      const rules = links.mention === null ? links.rules : [...links.rules, links.mention];
      const expressions = [...Object.values(links.parts), ...rules.flatMap((rule) => [rule.path, rule.unless ?? ''])];
      for (const expression of expressions) {
        const bare = expression.replace(/\\./g, '').replace(/\[[^\]]*\]/g, 'c');
        expect([expression, /[*+]|\{\d+,\}/.test(bare)]).toEqual([expression, false]);
      }
    }
  });
});
