import type { Platform } from '../../model/platform.ts';
import { tiktokLinks } from './links.ts';

export const platform: Platform = { name: 'tiktok', title: 'TikTok', links: tiktokLinks, readers: [] };
