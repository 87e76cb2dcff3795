import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { Notice, useWords } from '../kit/index.ts';

export function NotFound() {
  const words = useWords();
  const navigate = useNavigate();
  return (
    <Notice
      icon="search"
      title={words('error.notFound')}
      help={words('error.notFoundHelp')}
      action={<Button onClick={() => void navigate('/')}>{words('error.home')}</Button>}
    />
  );
}
