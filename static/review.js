// The pages of a notice. Everything works without this, with plain forms; review/ holds a module for each help.

import "./review/marks.js";
import "./review/forms.js";
import "./review/keys.js";
