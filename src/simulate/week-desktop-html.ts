import { NUR } from './week-cast.ts';
import { entitiesOf } from './week-desktop-json.ts';
import type { WeekPost } from './week-posts.ts';
import { DAY, inBrussels, MINUTE } from './week-time.ts';

/** How does Telegram Desktop write a channel as pages? `messages.html`, `messages2.html` …, times as a wall clock without a zone. */

/** So many messages on a page, as Telegram Desktop has it. */
const PAGE = 1000;

/** The pages in order, each with its file name. */
export function desktopHtml(posts: readonly WeekPost[]): { name: string; text: string }[] {
  const count = Math.max(1, Math.ceil(posts.length / PAGE));
  return Array.from({ length: count }, (_, i) => ({
    name: nameOf(i),
    text: page(posts.slice(i * PAGE, (i + 1) * PAGE), i > 0 ? nameOf(i - 1) : null, i < count - 1 ? nameOf(i + 1) : null),
  }));
}

function nameOf(index: number): string {
  return index === 0 ? 'messages.html' : `messages${index + 1}.html`;
}

function page(posts: readonly WeekPost[], previous: string | null, next: string | null): string {
  const blocks: string[] = [];
  let before: WeekPost | null = null;
  let separators = 0;
  for (const post of posts) {
    if (before === null || dayOf(post) !== dayOf(before)) {
      separators += 1;
      blocks.push(service(`-${separators}`, separator(post)));
      before = null;
    }
    const joined = before !== null && before.action === null && post.at - before.at <= 15 * MINUTE;
    blocks.push(post.action === null ? message(post, joined) : service(post.id, pinned(post)));
    before = post;
  }
  return [
    HEAD,
    '  <div class="page_wrap">\n\n   <div class="page_header">\n\n    <div class="content">\n\n     <div class="text bold">',
    `${escaped(NUR.title)} \n     </div>\n\n    </div>\n\n   </div>\n`,
    '   <div class="page_body chat_page">\n\n    <div class="history">\n',
    ...(previous === null ? [] : [pagination(previous, 'Previous messages')]),
    ...blocks,
    ...(next === null ? [] : [pagination(next, 'Next messages')]),
    '    </div>\n\n   </div>\n\n  </div>\n\n </body>\n\n</html>\n',
  ].join('\n');
}

const HEAD = `<!DOCTYPE html>
<html>

 <head>

  <meta charset="utf-8"/>
<title>Exported Data</title>
  <meta content="width=device-width, initial-scale=1.0" name="viewport"/>

  <link href="css/style.css" rel="stylesheet"/>

  <script src="js/script.js" type="text/javascript">

  </script>

 </head>

 <body onload="CheckLocation();">
`;

function pagination(href: string, words: string): string {
  return `     <a class="pagination block_link" href="${href}">\n${words}\n     </a>\n`;
}

function service(id: string, body: string): string {
  return `     <div class="message service" id="message${id}">\n\n      <div class="body details">\n${body}\n      </div>\n\n     </div>\n`;
}

function message(post: WeekPost, joined: boolean): string {
  const [date, time] = stamp(post);
  const from = joined ? '' : `       <div class="from_name">\n${escaped(NUR.title)} \n       </div>\n\n`;
  return [
    `     <div class="message default clearfix${joined ? ' joined' : ''}" id="message${post.id}">\n`,
    ...(joined ? [] : [USERPIC]),
    '      <div class="body">\n',
    `       <div class="pull_right date details" title="${date} ${time}">\n${time.slice(0, 5)}\n       </div>\n`,
    `${from}       <div class="text">\n${marked(post.text)}\n       </div>\n`,
    '      </div>\n\n     </div>\n',
  ].join('\n');
}

const USERPIC = `      <div class="pull_left userpic_wrap">

       <div class="userpic userpic3" style="width: 42px; height: 42px">

        <div class="initials" style="line-height: 42px">
ن
        </div>

       </div>

      </div>
`;

function pinned(post: WeekPost): string {
  const id = Number(post.id) - 1;
  return `${escaped(NUR.title)} pinned <a href="#go_to_message${id}" onclick="return GoToMessage(${id})">this message</a>`;
}

function dayOf(post: WeekPost): number {
  return Math.floor(inBrussels(post.at) / DAY);
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

function separator(post: WeekPost): string {
  const day = new Date(inBrussels(post.at));
  return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
}

function stamp(post: WeekPost): [date: string, time: string] {
  const [date = '', time = ''] = new Date(inBrussels(post.at)).toISOString().slice(0, 19).split('T');
  return [date.split('-').reverse().join('.'), time];
}

function marked(text: string): string {
  return entitiesOf(text)
    .map(({ type, text: part }) => {
      const shown = escaped(part).replaceAll('\n', '<br>');
      if (type === 'plain') return shown;
      return `<a href="${escaped(type === 'mention' ? `https://t.me/${part.slice(1)}` : part)}">${shown}</a>`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&apos;');
}
