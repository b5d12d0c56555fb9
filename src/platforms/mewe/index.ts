import type { Platform } from '../../model/platform.ts';
import { meweLinks } from './links.ts';

export const platform: Platform = { name: 'mewe', title: 'MeWe', links: meweLinks, readers: [] };
