/** The rules behind the numbers, in English: what evidence notes and the method note say. */

import { text } from '../document.ts';
import type { Words } from './words.ts';

export const EN_METHOD: {
  rules: Words['notes']['rules'];
  method: Omit<Words['method'], 'unseenRules'>;
  always: Words['method']['unseenRules']['always'];
} = {
  rules: {
    files: text('Counted over the import entries of the custody log; each file has its own note.'),
    records: text('Counted over the tables that were read from the imported files.'),
    problems: text('Records that no reader could understand; each is kept with its place and the reason.'),
    log: text('Size and head of the hash-chained custody log when this brief was made.'),
    delay: text('The as-of time was moved back by this many days before anything was read.'),
    census: text(
      'Channels by state under the liveness rule, as of the time named above, controls not counted. The evidence is the looks that decide for each channel.',
    ),
    massLoss: text(
      'Channels seen alive before, with a first explicit answer that they are away, at most a day apart, without enough looks to confirm it.',
    ),
    controls: text('Entries of the roster that are marked as controls.'),
    signposts: text('Links to communities recognised in posts, one for each post and target.'),
    signpost: text('The post that holds the link.'),
    statements: text('Texts that are the same after folding and small edits, seen in more than one post.'),
    copies: text(
      'The copies of this statement, each with its interval: the time as recorded, widened by the granularity of the platform, the error of its clock and later edits.',
    ),
    copy: text('The post that carries the statement.'),
    gaps: text(
      'Counted from the numbers that the platform gives to posts: numbers between the last one known before the decisive time and the copy that were not seen.',
    ),
    lead: text('Both bounds of the first copy against both bounds of the earliest rival, rounded outwards.'),
    disputes: text('Homes about which at least one dispute is recorded.'),
    dispute: text('As recorded.'),
    assertions: text('All assertions recorded or stated in case.yaml.'),
    assertion: text('As recorded.'),
    events: text('All events recorded or stated in case.yaml.'),
    event: text('As recorded.'),
    waves: text(
      'Spans in which more channels ended than the ordinary rate of this platform, its spread and the shared fate of one operator make believable, scanned over windows from hours to weeks.',
    ),
    wave: text('The disappearances that belong to this wave, each back-dated to its interval.'),
    homes: text(
      'Candidates compared with each lost channel by pointers, names, pictures, texts, rhythm, timing and disputes; likely: one half or more, very likely: nine tenths or more.',
    ),
    home: text('The posts and sightings that speak for this home.'),
    lifespans: text(
      'The non-parametric maximum-likelihood estimator for interval-censored, late-discovered homes; intervals by resampling operators.',
    ),
    timeline: text(
      'A disappearance or return is an interval. It is counted as certain in a stretch of time that holds the whole interval, and as possible in every stretch that the interval touches: the truth lies between at least and at most. Signposts are counted at the time of their post.',
    ),
    whereabouts: text(
      'Each watched community that was ever seen is counted once at each moment, with all that is known as of this brief: at the channel it had, else at the most probable living channel among those that likely continue it (confirmed by an analyst, named by the platform, or ranked one half or more), else by what is left to say of it. A channel first seen later that likely continues another is no community of its own.',
    ),
    caseFile: text('Stated in case.yaml by the people who keep this case.'),
  },
  method: {
    terms: {
      name: 'case',
      purpose: 'purpose',
      basis: 'legal basis',
      responsible: 'responsible',
      retention: 'retention',
      zone: 'zone of times',
    },
    rules: [
      text(
        'A channel is called gone only after explicit answers in several looks that counted. A server that does not answer, a login wall or a page that cannot be read is never taken for absence.',
      ),
      text(
        'A disappearance is an interval: after the last sighting alive, up to the first that was not. What caused it is not observed and not stated.',
      ),
      text('A channel is silent where it can be reached but has not posted for longer than its own past pauses make believable.'),
      text(
        'A first appearance is called established only where the intervals do not overlap and the rivals were seen without a gap over the decisive time.',
      ),
      text('Whatever is inferred is called likely at most; no percentage is given.'),
      text('Authors are pseudonymised when files are read; no finding is about a single author.'),
      text('Links are written so that they cannot be opened by mistake.'),
    ],
    publicRules: [
      text(
        'Pseudonyms of channels are numbered in the order in which the case came to know them, and stay the same from one brief to the next.',
      ),
      text(
        'A count of channels below three is merged with the next smallest of its row until it is not small any more; platforms with fewer than three channels or signposts are put together; statements in fewer than three channels are left out.',
      ),
    ],
    unseen: 'What was not seen',
  },
  always: [
    text(
      'Only what stands in the imported files was seen. Channels and posts outside of them are not counted, and nothing is said about them.',
    ),
    text('Posts that were no longer visible when a file was made are in no file.'),
  ],
};
