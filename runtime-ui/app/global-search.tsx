import { useQuery } from '@tanstack/react-query';
import { Input, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { api, ErrorNotice, Icon, queryText, readTab, useDebounced, useWords, writeTab } from '../kit/index.ts';

interface Hit {
  readonly entity: string;
  readonly id: string;
  readonly label: string;
  readonly hint?: string | null;
}
interface Group {
  readonly entity: string;
  readonly title: string;
  readonly rows: readonly Omit<Hit, 'entity'>[];
}

/** Finds records of every kind that the person may see; what she opened lately comes first, and is forgotten with the tab. */
export function GlobalSearch(props: { readonly open: boolean; onClose(): void }) {
  const words = useWords();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const text = useDebounced(typed.trim(), 200);
  const found = useQuery({
    queryKey: ['search', text],
    queryFn: async ({ signal }) => (await api.get<{ groups: readonly Group[] }>(`/api/search${queryText({ q: text })}`, { signal })).groups,
    enabled: props.open && text.length > 0,
    placeholderData: (before) => before,
  });
  const recent = readTab<Hit[]>('opened') ?? [];
  const groups: readonly Group[] = text === '' ? (recent.length === 0 ? [] : [{ entity: '', title: words('pick.recent'), rows: recent }]) : (found.data ?? []);
  const hits: Hit[] = text === '' ? recent : groups.flatMap((group) => group.rows.map((row) => ({ ...row, entity: group.entity })));
  useEffect(() => setAt(0), [text]);
  const go = (hit: Hit | undefined) => {
    if (hit === undefined) return;
    writeTab('opened', [hit, ...recent.filter((item) => item.id !== hit.id)].slice(0, 8));
    props.onClose();
    setTyped('');
    void navigate(`/record/${hit.entity}/${hit.id}`);
  };
  let index = -1;
  return (
    <Modal open={props.open} onCancel={props.onClose} footer={null} closable={false} width={600} className="search-dialog" style={{ top: 80 }} destroyOnHidden>
      <Input
        autoFocus
        size="large"
        variant="borderless"
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls="search-hits"
        aria-activedescendant={hits[at] === undefined ? undefined : `hit-${hits[at].id}`}
        aria-label={words('app.searchShort')}
        prefix={<Icon name="search" />}
        placeholder={words('app.search')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            setAt(Math.max(0, Math.min(hits.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1))));
          } else if (event.key === 'Enter') go(hits[at]);
        }}
      />
      <div id="search-hits" className="search-hits" role="listbox" aria-label={words('app.searchShort')}>
        {found.error !== null && text !== '' ? <ErrorNotice error={found.error} compact /> : null}
        {groups.map((group) => (
          <div key={group.entity} role="group" aria-label={group.title}>
            <div className="search-group">{group.title}</div>
            {group.rows.map((row) => {
              index += 1;
              const here = index;
              const hit = hits[here];
              return (
                <button
                  key={row.id}
                  type="button"
                  id={`hit-${row.id}`}
                  role="option"
                  aria-selected={here === at}
                  onMouseEnter={() => setAt(here)}
                  onClick={() => go(hit)}
                >
                  <span>{row.label}</span>
                  <span className="quiet">{row.hint ?? ''}</span>
                </button>
              );
            })}
          </div>
        ))}
        {text !== '' && found.data !== undefined && hits.length === 0 && !found.isFetching ? (
          <p className="search-none quiet">{words('app.searchNothing', { text })}</p>
        ) : null}
        {text === '' && hits.length === 0 ? <p className="search-none quiet">{words('app.searchHint')}</p> : null}
      </div>
    </Modal>
  );
}
