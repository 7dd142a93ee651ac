// Says beside a field what to change while somebody types, in the words the server would use; and takes it back once it is mended.
const template = document.getElementById('field-error');
const waiting = new WeakMap();

const name = (field) => field.labels[0]?.textContent.trim();

const trouble = (field) => {
  const { valueMissing, typeMismatch, tooShort } = field.validity;
  if (valueMissing) return `Fill in “${name(field)}”.`;
  if (typeMismatch) return EMAIL;
  if (tooShort) return `Use at least ${field.minLength} characters. ${field.minLength - field.value.length} more to go.`;
  return field.validationMessage;
};

const tell = (field) => {
  clearTimeout(waiting.get(field));
  const frame = field.closest('.field');
  const id = `${field.id}-error`;
  const said = trouble(field);
  let error = document.getElementById(id);
  if (said && !error) {
    error = template.firstElementChild.cloneNode(true);
    error.id = id;
    field.before(error);
  }
  if (said) error.lastElementChild.textContent = said;
  else error?.remove();
  frame.classList.toggle('field--wrong', Boolean(said));
  if (said) field.setAttribute('aria-invalid', 'true');
  else field.removeAttribute('aria-invalid');
  const described = [id, `${field.id}-hint`].filter((part) => document.getElementById(part));
  if (described.length) field.setAttribute('aria-describedby', described.join(' '));
  else field.removeAttribute('aria-describedby');
};

const checked = (event) => (event.target.matches('[data-checked]') ? event.target : null);

addEventListener('input', (event) => {
  const field = checked(event);
  if (!field) return;
  clearTimeout(waiting.get(field));
  // What is wrong is mended at once; what is being written is given a moment.
  if (field.ariaInvalid === 'true') tell(field);
  else if (field.value) waiting.set(field, setTimeout(tell, 1000, field));
});

addEventListener('focusout', (event) => {
  const field = checked(event);
  if (field?.value) tell(field);
});

// A form that cannot be sent says so in the page, instead of in the browser's bubble at its first field.
addEventListener('invalid', (event) => {
  const field = checked(event);
  if (!field) return;
  event.preventDefault();
  tell(field);
  if (field === field.form.querySelector(':invalid')) field.focus();
}, true);
