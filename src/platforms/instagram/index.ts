import type { Platform } from '../../model/platform.ts';
import { instagramLinks } from './links.ts';

export const platform: Platform = { name: 'instagram', title: 'Instagram', links: instagramLinks, readers: [] };
