import type { Platform } from '../../model/platform.ts';
import { truthsocialLinks } from './links.ts';

export const platform: Platform = { name: 'truthsocial', title: 'Truth Social', links: truthsocialLinks, readers: [] };
