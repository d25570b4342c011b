/* SPDX-License-Identifier: BSD-3-Clause */
#include "kind.h"

const struct scamper_kind scamper_tracelb_kind = {
	.type = SCAMPER_OBJECT_TRACELB,
	.read = in_tracelb,
	.write = {[SCAMPER_FORMAT_WARTS] = warts_tracelb,
		  [SCAMPER_FORMAT_JSON] = json_tracelb,
		  [SCAMPER_FORMAT_TEXT] = text_tracelb},
};
