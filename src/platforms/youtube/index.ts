import type { Platform } from '../../model/platform.ts';
import { youtubeLinks } from './links.ts';

export const platform: Platform = { name: 'youtube', title: 'YouTube', links: youtubeLinks, readers: [] };
