'use strict';

// Sends a video or a .pose file to the service and shows what it answers.

const at = (id) => document.getElementById(id);

// MediaPipe's connections of the 21 points of a hand, and of the points 11 to 16 of a body.
const HAND = [
  [0, 1], [1, 2], [2, 3], [3, 4], [0, 5], [5, 6], [6, 7], [7, 8], [5, 9], [9, 10], [10, 11], [11, 12],
  [9, 13], [13, 14], [14, 15], [15, 16], [13, 17], [0, 17], [17, 18], [18, 19], [19, 20],
];
const BONES = {
  right_hand: { lines: HAND, colour: '#ff9f1c' },
  left_hand: { lines: HAND, colour: '#2ec4b6' },
  pose: { lines: [[11, 12], [11, 13], [13, 15], [12, 14], [14, 16]], colour: '#ffffff' },
  face: { lines: [], colour: '#9ad1ff' },
};

const PARTS = { right_hand: 'Right hand', left_hand: 'Left hand', pose: 'Body', face: 'Face' };

let shown = null; // the answer on the page
let playing = null; // what is asked of the browser before it paints again
let since = 0; // when a file without a film began to play
let film = null; // address of the video
let asked = null; // the request under way
let given = null; // the file given last

function say(text, isProblem = false) {
  at('status').textContent = text;
  at('status').classList.toggle('problem', isProblem);
}

function entry(list, name, value) {
  const term = document.createElement('dt');
  term.textContent = name;
  const said = document.createElement('dd');
  said.textContent = value;
  list.append(term, said);
}

function seconds(millis) {
  return millis < 1000 ? `${millis.toFixed(1)} ms` : `${(millis / 1000).toFixed(2)} s`;
}

async function send(file, signal) {
  const isPose = file.name.toLowerCase().endsWith('.pose');
  const headers = { 'Content-Type': isPose ? 'application/octet-stream' : 'video/mp4' };
  if (at('key').value) {
    headers['X-Api-Key'] = at('key').value;
  }
  const address = `predict/${isPose ? 'pose' : 'video'}?skeleton=true`;
  const response = await fetch(address, { method: 'POST', headers, body: file, signal }).catch((problem) => {
    throw problem.name === 'AbortError' ? problem : new Error('The service cannot be reached: is it running?');
  });
  if (response.status === 401) {
    at('access').hidden = false;
    at('key').focus();
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok || !answer.predictions) {
    throw new Error(answer.detail ?? `The service answered with HTTP status ${response.status}.`);
  }
  return { answer, isPose };
}

async function take(file) {
  asked?.abort();
  const own = new AbortController();
  asked = own;
  given = file;
  stop();
  at('busy').hidden = false;
  at('result').hidden = true;
  say(`Looking at ${file.name}…`);
  try {
    const { answer, isPose } = await send(file, own.signal);
    show(answer, isPose ? null : file);
    const best = answer.predictions[0];
    say(`${file.name}: most likely ${best.gloss} (${(100 * best.score).toFixed(1)} %).`);
  } catch (problem) {
    // Another file was given meanwhile: its answer comes.
    if (problem.name !== 'AbortError') {
      say(problem.message, true);
    }
  } finally {
    if (asked === own) {
      at('busy').hidden = true;
    }
  }
}

function show(answer, video) {
  shown = answer;
  at('predictions').replaceChildren(
    ...answer.predictions.map(({ gloss, score }) => {
      const item = document.createElement('li');
      const name = document.createElement('span');
      name.textContent = gloss;
      const bar = document.createElement('meter');
      bar.value = score;
      bar.setAttribute('aria-hidden', 'true');
      item.append(name, bar, ` ${(100 * score).toFixed(1)} %`);
      return item;
    }),
  );
  at('timing').replaceChildren();
  entry(at('timing'), 'Upload', seconds(answer.timing.upload_ms));
  entry(at('timing'), 'Landmarks', seconds(answer.timing.landmarks_ms));
  entry(at('timing'), 'Glosses', seconds(answer.timing.predict_ms));
  at('coverage').replaceChildren();
  for (const [part, found] of Object.entries(answer.coverage)) {
    entry(at('coverage'), PARTS[part] ?? part, `${(100 * found).toFixed(0)} %`);
  }
  at('model').textContent = `${answer.model.name}, version ${answer.model.version}`;
  const canvas = at('skeleton');
  canvas.width = answer.image_width;
  canvas.height = answer.image_height;
  if (film) {
    URL.revokeObjectURL(film);
    film = null;
  }
  at('stage').classList.toggle('film', video !== null);
  at('no-film').hidden = true;
  if (video) {
    film = URL.createObjectURL(video);
    at('video').src = film;
  }
  at('place').max = answer.skeleton.frames.length - 1;
  at('result').hidden = false;
  draw(0);
}

function draw(frame) {
  const { points, frames } = shown.skeleton;
  const last = Math.max(0, Math.min(frame, frames.length - 1));
  const canvas = at('skeleton');
  const pen = canvas.getContext('2d');
  const size = Math.max(1.5, canvas.width / 250);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  const places = {};
  points.forEach(({ part, index }, place) => {
    (places[part] ??= {})[index] = frames[last][place];
  });
  for (const [part, found] of Object.entries(places)) {
    const { lines, colour } = BONES[part];
    pen.strokeStyle = colour;
    pen.fillStyle = colour;
    pen.lineWidth = size;
    for (const [from, to] of lines) {
      if (found[from] && found[to]) {
        pen.beginPath();
        pen.moveTo(found[from][0] * canvas.width, found[from][1] * canvas.height);
        pen.lineTo(found[to][0] * canvas.width, found[to][1] * canvas.height);
        pen.stroke();
      }
    }
    for (const point of Object.values(found)) {
      if (point) {
        pen.beginPath();
        pen.arc(point[0] * canvas.width, point[1] * canvas.height, part === 'face' ? size / 2 : size, 0, 7);
        pen.fill();
      }
    }
  }
  at('place').value = last;
  at('frame').textContent = `Frame ${last + 1} of ${frames.length}`;
}

function isFilm() {
  return at('stage').classList.contains('film');
}

function stop() {
  cancelAnimationFrame(playing);
  playing = null;
  at('video').pause();
  at('play').textContent = 'Play';
}

function play() {
  if (playing) {
    stop();
    return;
  }
  at('play').textContent = 'Stop';
  const isAtEnd = at('place').value === at('place').max;
  const from = isAtEnd ? 0 : Number(at('place').value);
  since = performance.now() - (1000 * from) / shown.frames_per_second;
  if (isFilm()) {
    if (isAtEnd) {
      at('video').currentTime = 0;
    }
    at('video').play().catch(withoutFilm);
  }
  playing = requestAnimationFrame(follow);
}

// Draws the frame whose turn it is, again and again.
function follow() {
  const time = isFilm() ? at('video').currentTime : (performance.now() - since) / 1000;
  const frame = Math.floor(time * shown.frames_per_second);
  draw(frame);
  if (isFilm() ? at('video').ended : frame >= shown.skeleton.frames.length) {
    draw(shown.skeleton.frames.length - 1);
    stop();
  } else {
    playing = requestAnimationFrame(follow);
  }
}

// A browser that cannot show the film still shows the landmarks.
function withoutFilm() {
  at('stage').classList.remove('film');
  at('no-film').hidden = false;
}

at('file').addEventListener('change', () => {
  if (at('file').files.length > 0) {
    take(at('file').files[0]);
  }
});
at('drop').addEventListener('dragover', (event) => {
  event.preventDefault();
  at('drop').classList.add('over');
});
at('drop').addEventListener('dragleave', () => at('drop').classList.remove('over'));
at('drop').addEventListener('drop', (event) => {
  event.preventDefault();
  at('drop').classList.remove('over');
  if (event.dataTransfer.files.length > 0) {
    take(event.dataTransfer.files[0]);
  }
});
at('form').addEventListener('submit', (event) => {
  event.preventDefault();
  if (given) {
    take(given);
  }
});
at('play').addEventListener('click', play);
at('place').addEventListener('input', () => {
  const frame = Number(at('place').value);
  stop();
  draw(frame);
  if (isFilm()) {
    // The middle of its time, so that no rounding leads to the one before.
    at('video').currentTime = (frame + 0.5) / shown.frames_per_second;
  }
});
at('video').addEventListener('error', () => film && withoutFilm());
// Of a film in a form that it does not know a browser may still play the sound.
at('video').addEventListener('loadedmetadata', () => at('video').videoWidth === 0 && withoutFilm());
