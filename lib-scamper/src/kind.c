/* SPDX-License-Identifier: BSD-3-Clause */
#include "kind.h"

const struct scamper_kind scamper_tracelb_kind = {
	.type = SCAMPER_OBJECT_TRACELB,
	.read = in_tracelb,
	.write = {[SCAMPER_FORMAT_WARTS] = warts_tracelb,
		  [SCAMPER_FORMAT_JSON] = json_tracelb,
		  [SCAMPER_FORMAT_TEXT] = text_tracelb},
};

const struct scamper_kind scamper_dealias_kind = {
	.type = SCAMPER_OBJECT_DEALIAS,
	.read = in_dealias,
	.write = {[SCAMPER_FORMAT_WARTS] = warts_dealias,
		  [SCAMPER_FORMAT_JSON] = json_dealias,
		  [SCAMPER_FORMAT_TEXT] = text_dealias},
};
