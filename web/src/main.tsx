import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import { App } from './app';
import './base.css';
import './dashboard.css';
import { begin } from './store';

const root = document.getElementById('app');
if (root === null) throw new Error('the page has no #app');
begin();
render(<App />, root);
