import type { Platform } from '../../model/platform.ts';
import { lemmyLinks } from './links.ts';

export const platform: Platform = { name: 'lemmy', title: 'Lemmy', links: lemmyLinks, readers: [] };
