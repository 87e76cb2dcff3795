import { useEffect, useState } from 'react';
import type { FormSection } from '../../../engine/contract/screens.ts';
import { useWords } from '../../kit/index.ts';
import { hasProblem } from './form-templates.tsx';

/** The sections of a long form beside it; the one being read is marked. */
export function AnchorRail(props: { readonly sections: readonly FormSection[]; readonly problems: ReadonlyMap<string, string>; readonly idPrefix: string }) {
  const words = useWords();
  const [current, setCurrent] = useState(props.sections[0]?.key ?? '');
  const keys = props.sections.map((section) => section.key).join(' ');
  useEffect(() => {
    const seen = new Set<string>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const key = (entry.target as HTMLElement).dataset['section'] ?? '';
          if (entry.isIntersecting) seen.add(key);
          else seen.delete(key);
        }
        const first = keys.split(' ').find((key) => seen.has(key));
        if (first !== undefined) setCurrent(first);
      },
      { rootMargin: '-80px 0px -55% 0px' },
    );
    for (const key of keys.split(' ')) {
      const element = document.getElementById(`${props.idPrefix}-section-${key}`);
      if (element !== null) observer.observe(element);
    }
    return () => observer.disconnect();
  }, [keys, props.idPrefix]);
  return (
    <nav className="anchor-rail" aria-label={words('form.sections')}>
      {props.sections.map((section) => (
        <button
          key={section.key}
          type="button"
          aria-current={section.key === current}
          className={hasProblem(section, props.problems) ? 'has-problem' : undefined}
          onClick={() => document.getElementById(`${props.idPrefix}-section-${section.key}`)?.scrollIntoView({ behavior: 'smooth', block: 'start' })}
        >
          {section.title}
        </button>
      ))}
    </nav>
  );
}
