/** What the timeline and the figure "where did they go" say, in one language. */

import type { PlaceKind } from '../../findings/whereabouts.ts';
import type { Moment } from '../../findings/whereabouts-moments.ts';
import type { BinName } from '../bins.ts';
import type { Count, Said } from '../document.ts';

type WaveKind = 'gone' | 'silent' | 'private';

/** Texts in figures take no markup: numbers come as digits, names made visible. */
export interface FigureWords {
  timeline: {
    intro: Said;
    nothing: Said;
    figure: Said;
    figureText: string;
    axis(zone: string): string;
    /** Of the stretches of time in which things are counted. */
    bins: Record<BinName, string>;
    waves: string;
    events: string;
    first: string;
    said: string;
    lost(bin: string): string;
    returned(bin: string): string;
    signposts(bin: string): string;
    stance(stance: string, posts: string): string;
    wave: Record<WaveKind, (platform: string, lost: string, watched: string) => string>;
    statement(platform: string, text: string): string;
    earlier(n: string): string;
    later(n: string): string;
    more(n: string): string;
    key: Record<WaveKind | 'sure' | 'maybe' | 'event' | 'event-meant' | 'first-seen' | 'claim', string>;
    table(bin: string): Said;
    smallCells: Said;
  };
  whereabouts: {
    figure: Said;
    figureText: string;
    axis(zone: string): string;
    moments: Record<Moment['what'], (platform: string) => string>;
    /** The same where no platform can be named, for the heads of tables. */
    heads: Record<Moment['what'], string>;
    alive: Record<'own' | 'elsewhere', (platform: string) => string>;
    otherPlatforms: Record<'own' | 'elsewhere', string>;
    /** In tables the platform stands before it. */
    places: Record<PlaceKind | 'merged', string>;
    /** Stands for platforms that are not named one by one. */
    others: string;
    contested(n: string): string;
    contestedKey: string;
    neverSeen(channels: Count): Said;
    caption: Said;
    total: string;
    changes: Said;
    smallCells: Said;
  };
}
