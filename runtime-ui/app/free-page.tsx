import { useState } from 'react';
import { Block } from '../render/blocks/block.tsx';
import { usePageScreen } from '../render/screens.ts';
import { ErrorNotice, Notice, SkeletonLines, useLate, useSession, useWords } from '../kit/index.ts';
import { useSearchParams } from 'react-router';

const nowhere = { entity: null, recordId: null, record: null };

/** A page that belongs to no record, arranged by its document: home first of all. */
export function FreePage(props: { readonly name: string }) {
  const words = useWords();
  const session = useSession();
  const [parameters, setParameters] = useSearchParams();
  const [hour] = useState(() => new Date().getHours());
  const page = usePageScreen(props.name);
  const late = useLate(page.isPending);
  if (page.error !== null) return <ErrorNotice error={page.error} />;
  if (page.data === undefined) return late ? <SkeletonLines lines={6} height={64} label={words('app.loading')} /> : null;
  const { tabs, rail } = page.data;
  const tab = tabs.find((item) => item.key === parameters.get('tab')) ?? tabs[0];
  const blocks = tab?.blocks ?? [];
  const figures = blocks.filter((block) => block.block === 'figure');
  const others = blocks.filter((block) => block.block !== 'figure');
  const tasksFirst = others.filter((block) => block.block === 'tasks');
  const rest = others.filter((block) => block.block !== 'tasks');
  return (
    <div className="free-page">
      <header className="screen-head">
        <h1>
          {props.name === 'home'
            ? words(hour < 12 ? 'home.morning' : hour < 18 ? 'home.afternoon' : 'home.evening', { name: session.person.name })
            : page.data.title}
        </h1>
      </header>
      {tabs.length > 1 ? (
        <div className="record-tabs" role="tablist" aria-label={page.data.title}>
          {tabs.map((item) => (
            <button
              key={item.key}
              type="button"
              role="tab"
              aria-selected={item.key === tab?.key}
              onClick={() => setParameters({ tab: item.key }, { replace: true })}
            >
              {item.title}
            </button>
          ))}
        </div>
      ) : null}
      {blocks.length + rail.length === 0 ? <Notice icon="empty" title={words('list.empty')} /> : null}
      <div className={rail.length > 0 ? 'record-body with-rail' : 'record-body'}>
        <div className="record-main">
          {tasksFirst.map((block) => (
            <Block key={block.key} block={block} place={nowhere} isAlone={false} />
          ))}
          {figures.length === 0 ? null : (
            <div className="figures">
              {figures.map((block) => (
                <Block key={block.key} block={block} place={nowhere} isAlone={false} />
              ))}
            </div>
          )}
          {rest.map((block) => (
            <Block key={block.key} block={block} place={nowhere} isAlone={blocks.length === 1} tabTitle={page.data.title} />
          ))}
        </div>
        {rail.length === 0 ? null : (
          <aside className="record-rail">
            {rail.map((block) => (
              <Block key={block.key} block={block} place={nowhere} isAlone={false} inRail />
            ))}
          </aside>
        )}
      </div>
    </div>
  );
}
